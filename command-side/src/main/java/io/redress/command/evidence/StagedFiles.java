package io.redress.command.evidence;

import io.redress.api.SubjectId;
import io.redress.api.intervention.EvidenceFile;
import io.redress.api.party.Party;
import java.util.List;

/** What a party has ready to submit. */
public interface StagedFiles {
    /** Where nobody stages anything: in scenarios, and in rehearsals, which submit no files. */
    StagedFiles NONE = (_, _, _) -> List.of();

    /** These files, which the party staged in this case and has not submitted yet; or refuses. */
    List<EvidenceFile> named(SubjectId of, Party by, List<String> files);
}
