package io.redress.app.architecture.bad.command.order;

public class Anything {}
