#include "explorer/search/journal.hpp"

#include <algorithm>
#include <utility>

namespace fracbit::explorer {
namespace {

double seconds_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

} // namespace

Journal::Journal(const ExplorationOptions& options, StoreContents start, std::optional<ResultStore> store,
                 std::int64_t of_chunks)
    : options_(options), contents_(std::move(start)), store_(std::move(store)), of_chunks_(of_chunks),
      all_(count_objectives(contents_.header.columns),
           PointSample(contents_.header.plan.sample, contents_.header.plan.seed), equals()),
      done_(contents_.done), start_(std::chrono::steady_clock::now()), committed_(start_) {
    all_.counts = contents_.counts;
    done_before_ = static_cast<std::int64_t>(done_.size());
    points_before_ = all_.counts.evaluated();
    for (const FrontMember& member : contents_.front)
        all_.front.add(member.id, member.objectives, member.values, member.equals);
    for (const SamplePoint& point : contents_.sample) all_.sample.add(point.id, point.values);
    reporter_ = std::thread([this] { report(); });
}

Journal::~Journal() { end_reports(); }

void Journal::end_reports() {
    {
        const std::lock_guard lock(mutex_);
        finishing_ = true;
    }
    wake_.notify_all();
    if (reporter_.joinable()) reporter_.join();
}

Findings Journal::empty_findings() const {
    const std::lock_guard lock(mutex_);
    return {all_.front.objectives(), all_.sample.rest()};
}

/// Generations of nsga2 share points.
ParetoFront::Equals Journal::equals() const {
    return contents_.header.plan.method == "nsga2" ? ParetoFront::Equals::not_counted : ParetoFront::Equals::counted;
}

void Journal::add(std::int64_t chunk, const Findings& findings, const std::string& state) {
    const std::lock_guard lock(mutex_);
    all_.merge(findings);
    done_.push_back(chunk);
    uncommitted_.push_back(chunk);
    contents_.search_state = state;
}

bool Journal::stopped() const {
    return failed_.load(std::memory_order_relaxed) || (options_.cancelled && options_.cancelled());
}

ExplorationProgress Journal::progress() const {
    ExplorationProgress now;
    now.chunks = static_cast<std::int64_t>(done_.size());
    now.of_chunks = of_chunks_;
    now.points = points_before_ + counted_.load(std::memory_order_relaxed);
    now.feasible = all_.counts.points[static_cast<std::size_t>(PointStatus::feasible)];
    now.front = all_.front.size();
    const double seconds = seconds_since(start_);
    now.points_per_second = seconds > 0 ? static_cast<double>(counted_.load()) / seconds : 0;
    const std::int64_t finished = now.chunks - done_before_;
    if (finished > 0)
        now.seconds_left = seconds * static_cast<double>(of_chunks_ - now.chunks) / static_cast<double>(finished);
    return now;
}

/// Writes while the lock is open: others go on finding.
void Journal::commit(std::unique_lock<std::mutex>& lock) {
    committed_ = std::chrono::steady_clock::now();
    if (!store_ || uncommitted_.empty()) return;
    const std::vector<FrontMember> front = all_.front.members();
    const std::vector<SamplePoint> sample = all_.sample.points();
    const std::vector<std::int64_t> done = std::exchange(uncommitted_, {});
    const std::string state = contents_.search_state;
    StoreCounts counts = all_.counts;
    counts.seconds += seconds_since(start_);
    lock.unlock();
    store_->commit(done, counts, front, sample, state);
    lock.lock();
    contents_.counts.seconds = counts.seconds;
}

void Journal::report() {
    std::unique_lock lock(mutex_);
    try {
        while (!finishing_) {
            wake_.wait_for(lock, std::chrono::duration<double>(std::min(0.1, options_.seconds_to_commit)));
            if (options_.progress) {
                const ExplorationProgress now = progress();
                lock.unlock();
                options_.progress(now);
                lock.lock();
            }
            if (seconds_since(committed_) >= options_.seconds_to_commit) commit(lock);
        }
        commit(lock);
    } catch (...) {
        if (!lock.owns_lock()) lock.lock();
        failure_ = std::current_exception();
        failed_ = true;
    }
}

StoreContents Journal::finish() {
    end_reports();
    if (failure_) std::rethrow_exception(failure_);
    // A store's own figure, so that whoever reads it is told the same.
    const double seconds = store_ ? contents_.counts.seconds : all_.counts.seconds + seconds_since(start_);
    contents_.counts = all_.counts;
    contents_.counts.seconds = seconds;
    contents_.front = all_.front.members();
    contents_.sample = all_.sample.points();
    std::sort(done_.begin(), done_.end());
    contents_.done = done_;
    return contents_;
}

} // namespace fracbit::explorer
