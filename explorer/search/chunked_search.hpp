// Searches whose work is known before it starts: pieces that any thread can take, in any order.
#pragma once

#include "explorer/search/journal.hpp"

#include <cstdint>
#include <functional>
#include <vector>

namespace fracbit::explorer {

/// Works through the chunks on `threads` threads (0: all cores) until the journal says stop. `run` puts a chunk's
/// points into the findings, asking `stopped` often; false: stopped half-way, which throws the chunk away.
using ChunkRun =
    std::function<bool(Evaluator::Worker&, std::int64_t chunk, Finder&, const std::function<bool()>& stopped)>;
void run_chunks(const Evaluator& evaluator, const std::vector<std::int64_t>& chunks, int threads, Journal& journal,
                const ChunkRun& run);

/// Every point of the space, in the evaluator's order.
ChunkRun exhaustive_run();

/// Points drawn without repetition: draw k of a seeded permutation of the whole space.
class RandomDraws {
public:
    static constexpr std::int64_t chunk_size = 256;
    RandomDraws(PointId points, std::int64_t draws, std::uint64_t seed);
    [[nodiscard]] std::int64_t chunks() const { return (draws_ + chunk_size - 1) / chunk_size; }
    [[nodiscard]] PointId draw(std::int64_t k) const;
    [[nodiscard]] ChunkRun run() const;

private:
    PointId points_;
    std::int64_t draws_;
    std::uint64_t seed_;
    int half_bits_ = 1; ///< of the Feistel network's halves
};

} // namespace fracbit::explorer
