#include "gui/support/latest_job.hpp"

#include <utility>

namespace fracbit::gui {

LatestJob::LatestJob() : thread_([this] { run(); }) {}

LatestJob::~LatestJob() {
    {
        const std::lock_guard lock(mutex_);
        cancelled_ = ++latest_;
        waiting_ = nullptr;
        stop_ = true;
    }
    changed_.notify_one();
    thread_.join();
}

void LatestJob::start(std::function<void()> work) {
    {
        const std::lock_guard lock(mutex_);
        ++latest_;
        waiting_ = std::move(work);
    }
    changed_.notify_one();
}

void LatestJob::cancel() {
    const std::lock_guard lock(mutex_);
    cancelled_ = ++latest_;
    waiting_ = nullptr;
}

void LatestJob::run() {
    while (true) {
        std::function<void()> work;
        {
            std::unique_lock lock(mutex_);
            changed_.wait(lock, [this] { return stop_ || waiting_; });
            if (stop_) return;
            work = std::exchange(waiting_, nullptr);
            running_ = latest_.load();
        }
        begin_ = std::chrono::steady_clock::now();
        work();
    }
}

} // namespace fracbit::gui
