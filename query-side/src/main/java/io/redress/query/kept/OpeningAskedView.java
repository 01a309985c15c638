package io.redress.query.kept;

import io.redress.api.personal.PersonalText;
import java.time.OffsetDateTime;

/**
 * A person at the desk asks to read what is withheld, and nobody has agreed yet.
 *
 * @param opening its number in the case, by which it is agreed to
 * @param agent who asks
 */
public record OpeningAskedView(int opening, OffsetDateTime at, String agent, PersonalText reason) {}
