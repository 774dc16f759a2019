package io.stravaai.benchmarks.store;

/** A database that is not on this machine, and how to have it. */
final class NoServerException extends Exception {

    private static final long serialVersionUID = 1L;

    private NoServerException(String message) {
        super(message);
    }

    /**
     * What a variable of the environment names.
     *
     * @throws NoServerException if it is not set
     */
    static String variable(String name, String otherwise) throws NoServerException {
        String value = System.getenv(name);
        if (value == null || value.isBlank()) {
            throw new NoServerException("no server is named in " + name + "; " + otherwise);
        }
        return value;
    }
}
