package io.redress.app.hindsight;

import io.redress.api.party.Party;
import io.redress.query.Texts.Bilingual;
import java.time.OffsetDateTime;

/**
 * An event in the history that says so.
 *
 * @param position its place among all events of the platform; the entry of the case file has the same
 * @param event the stored name, {@code return.refused.v1}
 * @param at when it happened; of a lapse, when it was processed
 */
public record EventRef(long position, String event, OffsetDateTime at, Party by, Bilingual summary) {}
