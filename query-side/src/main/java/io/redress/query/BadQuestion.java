package io.redress.query;

import java.util.List;

/** A sheet was asked for with a parameter that says nothing: the asker's mistake, answered with status 400. */
public final class BadQuestion extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String parameter;
    private final String expects;
    private final transient List<String> details;

    /** Names what the parameter takes by a key of the texts, with its numbers. */
    public BadQuestion(String parameter, String expects, String... details) {
        super(parameter + ": " + expects);
        this.parameter = parameter;
        this.expects = expects;
        this.details = List.of(details);
    }

    /** The name of the parameter. */
    public String parameter() {
        return parameter;
    }

    /** What it takes, by a key of the texts. */
    public String expects() {
        return expects;
    }

    /** What the text names, in the order of its placeholders. */
    public List<String> details() {
        return details;
    }
}
