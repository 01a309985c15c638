package io.redress.app.architecture.bad.command.demand;

import java.sql.Connection;

class ReadsTheDatabase {
    Connection connection;
}
