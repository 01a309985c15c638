package io.redress.app.architecture.bad.query.board;

public class Anything {}
