package io.stravaai.test;

/** The errors of Strava. */
final class Faults {

    private Faults() {}

    static FakeResponse badRequest(String resource, String field, String code) {
        return FakeResponse.fault(400, "Bad Request", resource, field, code);
    }

    static FakeResponse badClient() {
        return badRequest("Application", "client_id", "invalid");
    }

    static FakeResponse badToken() {
        return FakeResponse.fault(401, "Authorization Error", "Athlete", "access_token", "invalid");
    }

    /** The permission is the scope's name followed by {@code _permission}. */
    static FakeResponse scopeMissing(String scope) {
        return FakeResponse.fault(401, "Authorization Error", "AccessToken", scope + "_permission", "missing");
    }

    static FakeResponse inactive() {
        return FakeResponse.fault(403, "Forbidden", "Application", "Status", "Inactive");
    }

    static FakeResponse noActivity() {
        return notFound("Activity");
    }

    /** Recorded of activities; of other resources by analogy. */
    static FakeResponse notFound(String resource) {
        return FakeResponse.fault(404, "Resource Not Found", resource, "", "not found");
    }

    /** What members and administrators of a club get since September 2026. */
    static FakeResponse internal() {
        return FakeResponse.fault(401, "Authorization Error", "Application", "internal", "invalid");
    }

    static FakeResponse noSubscriber() {
        return FakeResponse.json(402, "{\"message\":\"Payment Required\",\"errors\":[]}");
    }

    static FakeResponse maintenance() {
        return FakeResponse.of(503, "text/html; charset=utf-8", "<html><body>Down for maintenance</body></html>");
    }

    static FakeResponse forbidden() {
        return FakeResponse.json(403, "{\"message\":\"Forbidden\",\"errors\":[]}");
    }

    static FakeResponse noPath() {
        return FakeResponse.fault(404, "Record Not Found", "resource", "path", "invalid");
    }

    static FakeResponse quotaExceeded() {
        return FakeResponse.fault(429, "Rate Limit Exceeded", "Application", "rate limit", "exceeded");
    }
}
