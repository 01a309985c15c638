package io.redress.api.returns;

import io.redress.api.Clause;
import io.redress.api.EventName;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.personal.PersonalText;
import io.redress.api.window.Change;
import java.time.Instant;
import java.util.List;

/**
 * The merchant objects to the goods.
 */
@EventName("return.goods-objected-to.v1")
@Clause("6.4.2 c")
public record GoodsObjectedTo(SubjectId subject, Instant at, Party by, PersonalText reason, List<Change> changes)
        implements ReturnEvent {}
