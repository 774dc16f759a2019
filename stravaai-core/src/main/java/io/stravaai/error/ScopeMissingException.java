package io.stravaai.error;

import java.util.List;

/** The grant lacks a scope. A refresh cannot help; the athlete has to consent again with the scope ticked. */
public final class ScopeMissingException extends StravaApiException {

    private static final long serialVersionUID = 1L;

    private final String scope;

    /**
     * @param scope the scope that is missing, for example {@code activity:read}
     */
    public ScopeMissingException(int status, List<Fault> faults, String scope) {
        super("The athlete's grant lacks the scope " + scope + "; ask for consent again", status, faults);
        this.scope = scope;
    }

    /** The scope that is missing, as OAuth writes it. */
    public String scope() {
        return scope;
    }
}
