package io.redress.api.inquiry;

import io.redress.api.Event;

/** What can have happened to an inquiry. */
public sealed interface InquiryEvent extends Event permits InquiryAnswered, InquiryAsked {}
