#include "explorer/store/result_store.hpp"
#include "models/core/error.hpp"
#include "tests/explorer/store/small_exploration.hpp"
#include "tests/support/drawer.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <numeric>
#include <random>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace fracbit;
using namespace fracbit::explorer;
using namespace fracbit::tests;

namespace {

std::vector<std::int64_t> first_chunks(std::int64_t count) {
    std::vector<std::int64_t> chunks(static_cast<std::size_t>(count));
    std::iota(chunks.begin(), chunks.end(), 0);
    return chunks;
}

/// A process that goes on with the exploration, one chunk a commit, until all are done (status 0) or, after `most`
/// commits, waits to be killed: a fast disk shall not end the test early.
pid_t start_run(const SmallExploration& exploration, const std::string& path, std::int64_t most) {
    std::cout.flush();
    const pid_t child = ::fork();
    if (child != 0) return child;
    try {
        auto store = ResultStore::open(path, exploration.header());
        const auto chunks = static_cast<std::int64_t>(exploration.chunks().size());
        const auto first = static_cast<std::int64_t>(store.contents().done.size());
        for (auto next = first; next < chunks; ++next) {
            if (next == first + most) ::pause();
            const auto state = exploration.after(first_chunks(next + 1));
            store.commit({next}, state.counts, state.front, state.sample,
                         std::string(static_cast<std::size_t>(next * 100), 's'));
        }
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
        ::_exit(1);
    }
    ::_exit(0);
}

} // namespace

TEST_CASE("a run that is killed 20 times and resumed leaves the store of one that was not") {
    const auto seed = std::random_device()();
    std::cout << "killed.tests: delays from seed " << seed << '\n';
    Drawer draw(seed);
    const TemporaryFolder folder;
    const auto path = folder.file("r.sqlite");
    const SmallExploration exploration(3, 250, 10);
    const auto expected = [&](std::int64_t count) {
        auto contents = exploration.after(first_chunks(count));
        if (count > 0) contents.search_state.assign(static_cast<std::size_t>((count - 1) * 100), 's');
        return dump(contents);
    };

    int kills = 0, inside = 0, status = 0;
    std::size_t before = 0;
    bool finished = false;
    for (int turn = 0; turn < 21 && !finished; ++turn) {
        const auto run = start_run(exploration, path, kills < 20 ? 10 : 250);
        // In the life of a fast disk: from before the file is there to some dozens of commits.
        if (kills < 20) {
            std::this_thread::sleep_for(std::chrono::microseconds(draw.range(100, draw.pick({3000, 30000, 60000}))));
            ::kill(run, SIGKILL);
        }
        REQUIRE(::waitpid(run, &status, 0) == run);
        INFO("seed " << seed << ", turn " << turn);
        if (WIFSIGNALED(status)) {
            ++kills;
            if (std::filesystem::exists(path + "-journal")) ++inside;
        } else {
            REQUIRE(WEXITSTATUS(status) == 0);
            finished = true;
        }
        if (!std::filesystem::exists(path)) continue;
        // What is there is what some commit said, and no earlier one than was seen before.
        const auto contents = read_store(path);
        REQUIRE(contents.done.size() >= before);
        before = contents.done.size();
        REQUIRE(dump(contents) == expected(static_cast<std::int64_t>(before)));
    }
    std::cout << "killed.tests: " << inside << " of " << kills << " kills hit a commit\n";
    CHECK(kills == 20);
    CHECK(finished);
    CHECK(dump(read_store(path)) == expected(250));
    // Opened once more, nothing of the kills is left but temporary files of stores that were never made.
    (void)ResultStore::open(path, exploration.header());
    for (const auto& entry : std::filesystem::directory_iterator(folder.path()))
        CHECK((entry.path() == path || entry.path().string().find(".tmp-") != std::string::npos));
}

TEST_CASE("a process that is killed leaves no lock, and one that lives has it") {
    const TemporaryFolder folder;
    const auto path = folder.file("r.sqlite");
    const SmallExploration exploration;
    int opened[2];
    REQUIRE(::pipe(opened) == 0);
    const pid_t holder = ::fork();
    if (holder == 0) {
        const auto store = ResultStore::open(path, exploration.header());
        if (store.contents().done.empty() && ::write(opened[1], "x", 1) == 1) ::pause();
        ::_exit(1);
    }
    char byte = 0;
    REQUIRE(::read(opened[0], &byte, 1) == 1);
    CHECK_THROWS_AS(ResultStore::open(path, exploration.header()), ConfigError);
    ::kill(holder, SIGKILL);
    REQUIRE(::waitpid(holder, nullptr, 0) == holder);
    CHECK(dump(ResultStore::open(path, exploration.header()).contents()) == dump(exploration.after({})));
    ::close(opened[0]);
    ::close(opened[1]);
}

TEST_CASE("processes that make a store at the same moment get one store and one user") {
    for (int turn = 0; turn < 5; ++turn) {
        const TemporaryFolder folder;
        const auto path = folder.file("r.sqlite");
        const SmallExploration exploration;
        std::vector<pid_t> runs;
        for (int i = 0; i < 4; ++i) {
            runs.push_back(::fork());
            if (runs.back() == 0) {
                try {
                    auto store = ResultStore::open(path, exploration.header());
                    exploration.go_on(store, {0});
                    std::this_thread::sleep_for(std::chrono::milliseconds(100));
                    ::_exit(0);
                } catch (const ConfigError&) {
                    ::_exit(2);
                } catch (...) {
                    ::_exit(1);
                }
            }
        }
        int users = 0, refused = 0;
        for (const auto run : runs) {
            int status = 0;
            ::waitpid(run, &status, 0);
            if (WIFEXITED(status) && WEXITSTATUS(status) == 0) ++users;
            if (WIFEXITED(status) && WEXITSTATUS(status) == 2) ++refused;
        }
        CHECK(users + refused == 4);
        CHECK(users >= 1);
        CHECK(folder.entries() == 1);
        CHECK(dump(read_store(path)) == dump(exploration.after({0})));
    }
}
