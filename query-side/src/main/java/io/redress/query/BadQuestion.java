package io.redress.query;

/** A sheet was asked for with a parameter that says nothing: the asker's mistake, answered with status 400. */
public final class BadQuestion extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String parameter;

    public BadQuestion(String parameter, String problem) {
        super(parameter + ": " + problem);
        this.parameter = parameter;
    }

    /** The name of the parameter. */
    public String parameter() {
        return parameter;
    }
}
