#include "tests/explorer/store/small_exploration.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <SQLiteCpp/SQLiteCpp.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace fracbit;
using namespace fracbit::explorer;
using namespace fracbit::tests;

namespace {

/// Whether another process would have to wait before it writes: SQLite's readers lock these bytes
/// (https://www.sqlite.org/fileformat.html#the_lock_byte_page).
bool locked_for_others(const std::string& path) {
    const pid_t other = ::fork();
    if (other == 0) {
        const int file = ::open(path.c_str(), O_RDWR);
        struct flock readers {};
        readers.l_type = F_WRLCK;
        readers.l_whence = SEEK_SET;
        readers.l_start = (off_t{1} << 30) + 2;
        readers.l_len = 510;
        const bool asked = file >= 0 && ::fcntl(file, F_GETLK, &readers) == 0;
        ::_exit(!asked ? 2 : readers.l_type == F_UNLCK ? 1 : 0);
    }
    int status = 0;
    REQUIRE(::waitpid(other, &status, 0) == other);
    REQUIRE(WIFEXITED(status));
    REQUIRE(WEXITSTATUS(status) != 2);
    return WEXITSTATUS(status) == 0;
}

} // namespace

TEST_CASE("a store that is read twice at a time stays locked until both are through") {
    const TemporaryFolder folder;
    const auto path = folder.file("r.sqlite");
    SmallExploration().make_all(path);
    CHECK_FALSE(locked_for_others(path));
    SQLite::Database first(path, SQLite::OPEN_READONLY);
    first.exec("BEGIN");
    CHECK(first.execAndGet("SELECT count(*) FROM columns").getInt() > 0);
    REQUIRE(locked_for_others(path));
    read_store(path);
    CHECK(locked_for_others(path));
    first.exec("COMMIT");
    CHECK_FALSE(locked_for_others(path));
}
