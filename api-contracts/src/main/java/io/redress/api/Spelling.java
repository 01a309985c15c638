package io.redress.api;

import java.util.regex.Pattern;

/**
 * Which texts may be ids, names and what somebody wrote; the contract has the same patterns. Whatever else a text holds,
 * something of it can be seen. Ids and names hold nothing that cannot be seen or that turns the line around: two of them
 * that look alike would be taken for one another. Joiners are part of how some languages are written.
 */
public final class Spelling {
    /** Spaces, controls and what takes no room. */
    private static final String UNSEEN = "\\u0000-\\u0020\\u007f-\\u00a0\\u00ad\\u061c\\u115f\\u1160\\u1680\\u180e"
            + "\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe0f\\ufeff\\uffa0";

    private static final String SEEN = "(?=[" + UNSEEN + "]*[^" + UNSEEN + "])";
    private static final String NOT_IN_NAMES =
            "\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u180e\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff";

    /** What stands in addresses: there ".", ".." and these characters mean something else. */
    public static final Pattern ID = Pattern.compile("^(?!\\.{1,2}$)" + SEEN + "[^" + NOT_IN_NAMES + "/\\\\;%]+$");

    public static final Pattern NAME = Pattern.compile("^" + SEEN + "[^" + NOT_IN_NAMES + "]+$");
    public static final Pattern TEXT = Pattern.compile("^" + SEEN + "[^\\u0000]+$");

    private Spelling() {}

    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    public static boolean isText(String text) {
        return TEXT.matcher(text).matches();
    }
}
