package io.redress.api;

/** An event that only the platform's desk reads: it is still deciding, and nothing has changed for the parties. */
public interface OfTheDesk {}
