#include "explorer/search/chunked_search.hpp"

#include "explorer/search/threads.hpp"
#include "models/core/cancelled.hpp"
#include "models/core/hashing.hpp"

#include <algorithm>
#include <memory>

#include <tbb/enumerable_thread_specific.h>

namespace fracbit::explorer {
namespace {

/// A step of splitmix64: 0 is not its own image.
std::uint64_t mixed(std::uint64_t x) { return mixed_bits(x + 0x9e3779b97f4a7c15U); }

/// A thread's own: what it evaluates with, and the front of the chunks that it has finished. A chunk is in the journal
/// before its front is known here, so that what the journal writes is always the front of whole chunks.
struct Seat {
    explicit Seat(const Evaluator& evaluator)
        : worker(evaluator), known(static_cast<int>(evaluator.space().objectives().size())) {}
    Evaluator::Worker worker;
    ParetoFront known;
};

} // namespace

void run_chunks(const Evaluator& evaluator, const std::vector<std::int64_t>& chunks, int threads, Journal& journal,
                const ChunkRun& run) {
    Threads team(threads);
    tbb::enumerable_thread_specific<std::unique_ptr<Seat>> seats;
    const std::function<bool()> stopped = [&] { return journal.stopped(); };
    const auto work = [&](std::size_t i) {
        if (stopped()) return;
        std::unique_ptr<Seat>& seat = seats.local();
        if (!seat) seat = std::make_unique<Seat>(evaluator);
        Findings findings = journal.empty_findings();
        Finder finder(seat->worker, evaluator.space(), seat->known, findings);
        try {
            if (!run(seat->worker, chunks[i], finder, stopped)) return;
        } catch (const Cancelled&) {
            return;
        }
        journal.count(findings.counts.evaluated());
        journal.add(chunks[i], findings);
        for (const FrontMember& member : findings.front.members()) seat->known.add(member.id, member.objectives, {});
    };
    team.each(chunks.size(), work);
}

ChunkRun exhaustive_run() {
    return [](Evaluator::Worker& worker, std::int64_t chunk, Finder& finder, const std::function<bool()>& stopped) {
        return worker.evaluate_chunk(chunk, finder, stopped);
    };
}

RandomDraws::RandomDraws(PointId points, std::int64_t draws, std::uint64_t seed)
    : points_(points), draws_(std::min(draws, points)), seed_(seed) {
    while ((std::int64_t{1} << (2 * half_bits_)) < points_) ++half_bits_;
}

/// A Feistel network of four rounds permutes [0, 4^half_bits); walking on until the number is a point makes it a
/// permutation of the points (Black and Rogaway, "Ciphers with Arbitrary Finite Domains", 2002). At most three of four
/// numbers are no points.
PointId RandomDraws::draw(std::int64_t k) const {
    const std::uint64_t mask = (std::uint64_t{1} << half_bits_) - 1;
    auto x = static_cast<std::uint64_t>(k);
    do {
        std::uint64_t high = x >> half_bits_, low = x & mask;
        for (std::uint64_t round = 0; round < 4; ++round) {
            const std::uint64_t next = high ^ (mixed(low ^ mixed(seed_ ^ mixed(round))) & mask);
            high = low;
            low = next;
        }
        x = high << half_bits_ | low;
    } while (x >= static_cast<std::uint64_t>(points_));
    return static_cast<PointId>(x);
}

ChunkRun RandomDraws::run() const {
    return [draws = *this](Evaluator::Worker& worker, std::int64_t chunk, Finder& finder,
                           const std::function<bool()>& stopped) {
        const std::int64_t end = std::min((chunk + 1) * chunk_size, draws.draws_);
        for (std::int64_t k = chunk * chunk_size; k < end; ++k) {
            if (stopped()) return false;
            const PointId id = draws.draw(k);
            finder.take(id, worker.evaluate(id));
        }
        return true;
    };
}

} // namespace fracbit::explorer
