package io.redress.query;

/** Nothing of this name is on the sheet, or not yet: a sheet follows the events and may lag behind them. */
public final class NotOnSheet extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String kind;
    private final String id;

    public NotOnSheet(String kind, String id) {
        super("nothing of kind " + kind + " has this name");
        this.kind = kind;
        this.id = id;
    }

    /** What was asked for: {@code returns}, {@code complaints}, {@code orders}, {@code inquiries}, {@code reports}. */
    public String kind() {
        return kind;
    }

    /** The name under which it was asked for. */
    public String id() {
        return id;
    }
}
