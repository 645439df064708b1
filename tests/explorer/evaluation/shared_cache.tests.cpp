#include "explorer/evaluation/shared_cache.hpp"

#include "explorer/evaluation/integer_key.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <stdexcept>
#include <thread>

using namespace fracbit::explorer;

namespace {

using Key = IntegerKey<2>;

Key key(std::int64_t number) {
    Key result;
    result.add(number);
    return result;
}

struct Square {
    std::int64_t value = 0;
    [[nodiscard]] static std::int64_t bytes() { return 1000; }
};

} // namespace

TEST_CASE("a result is made once, whoever asks") {
    SharedCache<Key, Square> cache(1 << 20, 4);
    std::atomic<int> made{0};
    std::atomic<bool> right{true};
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&] {
            for (std::int64_t i = 0; i < 200; ++i)
                if (cache.get(key(i), [&] { return ++made, Square{i * i}; })->value != i * i) right = false;
        });
    for (std::thread& thread : threads) thread.join();
    CHECK(right);
    CHECK(made == 200);
}

TEST_CASE("what was used last stays when there is no room for all") {
    SharedCache<Key, Square> cache(5000);
    int made = 0;
    const auto get = [&](std::int64_t number) {
        return cache.get(key(number), [&] { return ++made, Square{number}; });
    };
    const auto kept = get(0);
    for (std::int64_t i = 1; i < 100; ++i) {
        (void)get(i);
        (void)get(0);
    }
    CHECK(made == 100); // 0 stayed
    (void)get(50);
    CHECK(made == 101); // 50 did not
    CHECK(kept->value == 0);
}

TEST_CASE("a result larger than the cache is given and not kept") {
    SharedCache<Key, Square> cache(10);
    int made = 0;
    for (int i = 0; i < 3; ++i) CHECK(cache.get(key(7), [&] { return ++made, Square{49}; })->value == 49);
    CHECK(made == 3);
}

TEST_CASE("what cannot be made is tried again") {
    SharedCache<Key, Square> cache(1 << 20);
    CHECK_THROWS_AS(cache.get(key(1), []() -> Square { throw std::runtime_error("no"); }), std::runtime_error);
    CHECK(cache.get(key(1), [] { return Square{1}; })->value == 1);
}
