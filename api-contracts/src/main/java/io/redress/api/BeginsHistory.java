package io.redress.api;

/** An act that begins the history of a new subject; refused when the id is in use. */
public interface BeginsHistory extends Act {}
