#include "models/files/folder_lock.hpp"

#include "models/core/error.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::tests;

TEST_CASE("a folder is locked by one at a time, leaves no file and is free afterwards") {
    const TemporaryFolder folder;
    {
        const FolderLock first(folder.path());
        CHECK(message_of<ConfigError>([&] { FolderLock second(folder.path()); }) ==
              "another run is writing to '" + folder.path() + "'; wait until it ends, or give another folder");
        CHECK(folder.entries() == 0);
    }
    const FolderLock again(folder.path());
}
