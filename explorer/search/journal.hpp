// Collects what all threads find, writes it to the store every so often, and tells how far the work is.
#pragma once

#include "explorer/run/exploration.hpp"
#include "explorer/search/findings.hpp"
#include "explorer/store/result_store.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace fracbit::explorer {

class Journal {
public:
    /// Goes on from `start`. Without a store, results stay here.
    Journal(const ExplorationOptions& options, StoreContents start, std::optional<ResultStore> store,
            std::int64_t of_chunks);
    ~Journal();
    Journal(const Journal&) = delete;
    Journal& operator=(const Journal&) = delete;

    /// An empty place for findings of this exploration. From any thread.
    [[nodiscard]] Findings empty_findings() const;
    /// A piece of work is finished. From any thread. `state`: what a search goes on from, after this piece.
    void add(std::int64_t chunk, const Findings& findings, const std::string& state = {});
    /// Points that a piece of work has got through, for the progress line alone.
    void count(std::int64_t points) { counted_.fetch_add(points, std::memory_order_relaxed); }
    /// Whether the work is to end: asked for, or because writing failed.
    [[nodiscard]] bool stopped() const;
    /// Writes what is left, and returns everything. Throws what writing threw.
    StoreContents finish();

private:
    void report();
    void end_reports();
    void commit(std::unique_lock<std::mutex>& lock);
    [[nodiscard]] ExplorationProgress progress() const;
    [[nodiscard]] ParetoFront::Equals equals() const;

    const ExplorationOptions& options_;
    StoreContents contents_; ///< header, and what was there at the start; the rest is below
    std::optional<ResultStore> store_;
    std::int64_t of_chunks_;
    Findings all_;
    std::int64_t done_before_ = 0, points_before_ = 0;
    std::vector<std::int64_t> done_, uncommitted_;
    std::chrono::steady_clock::time_point start_, committed_;
    std::atomic<std::int64_t> counted_{0};
    std::atomic<bool> failed_{false};
    std::exception_ptr failure_;
    bool finishing_ = false;
    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::thread reporter_;
};

} // namespace fracbit::explorer
