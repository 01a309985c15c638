package io.redress.app.architecture.bad.app;

public class Anything {}
