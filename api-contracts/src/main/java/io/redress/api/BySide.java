package io.redress.api;

import io.redress.api.party.Side;

/** An act that several parties may do: it says in whose name. */
public interface BySide extends Act {
    /** The side of the case that does it. */
    Side by();
}
