// A thread of which only the last wish counts: what was asked for since replaces what waits, and what runs can see that
// it has been superseded.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>

namespace fracbit::gui {

class LatestJob {
public:
    LatestJob();
    ~LatestJob(); ///< cancels, and waits for what runs
    LatestJob(const LatestJob&) = delete;
    LatestJob& operator=(const LatestJob&) = delete;

    void start(std::function<void()> work); ///< which throws nothing
    void cancel();
    /// Within work: whether something newer waits, or nobody wants the result any more.
    [[nodiscard]] bool superseded() const { return latest_ != running_; }
    /// Within work: whether it is superseded and has gone on for longer than this.
    [[nodiscard]] bool overtaken(std::chrono::milliseconds after) const {
        return superseded() && std::chrono::steady_clock::now() - begin_ > after;
    }
    /// Within work: whether nobody wants the result any more, be there something newer or not.
    [[nodiscard]] bool cancelled() const { return running_ < cancelled_; }

private:
    void run();
    std::mutex mutex_;
    std::condition_variable changed_;
    std::function<void()> waiting_;
    std::atomic<std::uint64_t> latest_{0}, running_{0}, cancelled_{0};
    bool stop_ = false;
    std::chrono::steady_clock::time_point begin_; ///< of the thread's own
    std::thread thread_;
};

} // namespace fracbit::gui
