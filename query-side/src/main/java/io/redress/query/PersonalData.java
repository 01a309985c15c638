package io.redress.query;

import io.redress.api.SubjectId;
import io.redress.api.personal.PersonalText;
import java.util.List;
import java.util.Locale;

/** Opens what people wrote, which lies sealed on every sheet, for whoever it is open to. */
public interface PersonalData {
    /** What stands where a text would whose key this database has not: it was restored without the schema of keys. */
    String WITHOUT_KEY = "〔密钥不在此数据库中，无法显示；sealed: its key is not in this database〕";

    /** Whether the personal data of a case is to be had. */
    enum State {
        /** For everybody who reads the case. */
        OPEN(""),
        /** Kept because the law says so, and for no other purpose: withheld from ordinary readers. */
        RESTRICTED("〔依法限制处理，不予显示；withheld: kept only because the law says so〕"),
        /** Its keys were destroyed: nobody reads it any more. */
        DESTROYED("〔已删除；forgotten: its key was destroyed〕");

        private final String instead;

        State(String instead) {
            this.instead = instead;
        }

        /** What stands where a text would, for readers of either language. */
        public String instead() {
            return instead;
        }

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What of these cases is open to this reader. Asked once for an answer, outside the question to the sheet, and
     * recorded there: who asks is about to be shown it.
     */
    Opened of(Reader reader, List<SubjectId> cases);

    /** Whether the files of a case are. */
    default State ofFiles(Reader reader, SubjectId of) {
        return of(reader, List.of(of)).state(of);
    }

    /** What is open in an answer. */
    interface Opened {
        /** Of this case as a whole. */
        State state(SubjectId of);

        /** What the text says, or what stands in its place where it is withheld or nobody can read it. */
        String text(SubjectId of, PersonalText text);
    }
}
