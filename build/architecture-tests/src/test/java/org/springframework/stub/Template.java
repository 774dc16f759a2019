package org.springframework.stub;

/** Stands for Spring, which is on nobody's class path here. */
public interface Template {}
