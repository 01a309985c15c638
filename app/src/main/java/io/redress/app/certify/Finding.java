package io.redress.app.certify;

/**
 * Whether a requirement is kept, and what was seen.
 *
 * @param english what was seen
 * @param chinese the same
 */
public record Finding(Requirement requirement, Verdict verdict, String english, String chinese) {
    /** What a receiver never came to do has not been shown. */
    public enum Verdict {
        PASS("PASS", "通过"),
        FAIL("FAIL", "未通过"),
        NOT_SHOWN("NOT SHOWN", "未展示");

        private final String english;
        private final String chinese;

        Verdict(String english, String chinese) {
            this.english = english;
            this.chinese = chinese;
        }

        public String english() {
            return english;
        }

        public String chinese() {
            return chinese;
        }
    }
}
