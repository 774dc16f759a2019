package io.stravaai.internal.json;

/** A number as it is written, so that neither 64 bits nor a fraction is lost before somebody asks for it. */
record JsonNumber(String text) {}
