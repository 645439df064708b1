#include "gui/support/latest_job.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <memory>
#include <thread>

using fracbit::gui::LatestJob;

namespace {

void wait_for(const std::atomic<bool>& flag) {
    while (!flag) std::this_thread::yield();
}

} // namespace

TEST_CASE("A job that something newer waits for is superseded, not cancelled") {
    LatestJob job;
    std::atomic<bool> began = false, go_on = false, done = false, superseded = false, cancelled = false;
    job.start([&] {
        began = true;
        wait_for(go_on);
        superseded = job.superseded();
        cancelled = job.cancelled();
    });
    wait_for(began);
    CHECK_FALSE(job.superseded());
    job.start([&] { done = true; });
    go_on = true;
    wait_for(done);
    CHECK(superseded);
    CHECK_FALSE(cancelled);
}

TEST_CASE("A job is cancelled by a wish for nothing and by the end of its thread, later ones are not") {
    auto job = std::make_unique<LatestJob>();
    LatestJob* running = job.get();
    std::atomic<bool> began = false, ended = false;
    const auto until_cancelled = [&, running] {
        began = true;
        while (!running->cancelled()) std::this_thread::yield();
        ended = true;
    };
    job->start(until_cancelled);
    wait_for(began);
    job->cancel();
    wait_for(ended);
    began = ended = false;
    job->start(until_cancelled);
    wait_for(began);
    CHECK_FALSE(ended);
    job.reset();
    CHECK(ended);
}
