package io.redress.app.access;

/** What the policy says. */
public enum Verdict {
    ALLOWED,
    /** The caller may know of the thing, but not do this: status 403. */
    FORBIDDEN,
    /** The caller may not know whether there is such a thing: the answer is that for a thing that is not there. */
    HIDDEN,
    /** A person at the desk has a conflict of interest in the case: status 403, with the rule. */
    PARTIAL
}
