// A small store on disk, for tests of what reads one.
#pragma once

#include "explorer/store/result_store.hpp"
#include "tests/gui/points/some_points.hpp"

#include <QString>
#include <QTemporaryDir>

#include <SQLiteCpp/SQLiteCpp.h>

namespace fracbit::tests {

/// A store with `some_contents`, four points.
inline QString small_store(const QTemporaryDir& folder) {
    const QString path = folder.filePath("small.sqlite");
    const explorer::StoreContents contents = some_contents();
    auto store = explorer::ResultStore::open(path.toStdString(), contents.header);
    store.commit({0}, contents.counts, contents.front, contents.sample);
    return path;
}

/// As another program would: nobody else can read the store.
struct Locked {
    SQLite::Database database;
    explicit Locked(const QString& path) : database(path.toStdString(), SQLite::OPEN_READWRITE) {
        database.exec("BEGIN EXCLUSIVE");
    }
};

} // namespace fracbit::tests
