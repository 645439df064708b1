#include "gui/whatif/network_book.hpp"

#include "models/core/error.hpp"

#include <QFile>
#include <QTemporaryDir>

#include <catch2/catch.hpp>

using namespace fracbit;
using gui::NetworkBook;

TEST_CASE("All shipped networks can be chosen and read") {
    NetworkBook book;
    CHECK(book.names().size() == 10);
    CHECK(book.names().front() == "resnet18");
    for (const QString& name : book.names()) {
        CAPTURE(name.toStdString());
        REQUIRE(book.find(name) != nullptr);
        CHECK_FALSE(book.find(name)->layers.empty());
    }
    CHECK(book.find("nothing") == nullptr);
    CHECK(book.files().isEmpty());
}

TEST_CASE("A network that is opened gets a name of its own, and keeps it when it is opened again") {
    const QTemporaryDir folder;
    const QString path = folder.filePath("lenet5.csv");
    REQUIRE(QFile::copy(QStringLiteral(FRACBIT_SOURCE_DIR "/examples/networks/resnet20.csv"), path));
    NetworkBook book;
    CHECK(book.open(path) == "lenet5 (2)");
    CHECK(book.find("lenet5 (2)")->layers.size() == book.find("resnet20")->layers.size());
    CHECK(book.find("lenet5")->layers.size() != book.find("resnet20")->layers.size());
    CHECK(book.open(path) == "lenet5 (2)");
    CHECK(book.files() == QStringList{path});
}

TEST_CASE("A network file that has changed is another network when it is opened again") {
    const QTemporaryDir folder;
    const QString path = folder.filePath("own.csv");
    NetworkBook book;
    const auto copy = [&path](const char* network) {
        QFile::remove(path);
        REQUIRE(QFile::copy(QStringLiteral(FRACBIT_SOURCE_DIR "/examples/networks/%1.csv").arg(network), path));
    };
    copy("resnet20");
    const QString name = book.open(path);
    copy("lenet5");
    CHECK(book.open(path) == name);
    CHECK(book.find(name)->layers.size() == book.find("lenet5")->layers.size());
}

TEST_CASE("A network that cannot be read changes nothing") {
    NetworkBook book;
    CHECK_THROWS_AS(book.open("/nowhere/net.csv"), MissingFileError);
    CHECK(book.names().size() == 10);
}
