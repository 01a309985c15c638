package io.redress.command.hindsight;

import io.redress.api.SubjectId;
import java.util.List;

/** Reads what is stored about a subject, in order, all from one moment. */
public interface Histories {
    /** The history of this subject, empty when there is none. */
    List<Entry> of(SubjectId subject);
}
