// Which care bits of a run to give up: a breadth-first search with a beam over sets of patches.
//
// All care bits together are linear equations A x = y on the run's seeds. One that follows from earlier ones is either
// right by itself or needs a patch: on itself or on any of those it follows from. So every sum over rows of A that
// vanishes is a parity check on the patches, and the fewest patches are a coset leader. As in a syndrome trellis
// (Filler, Judas, Fridrich, "Minimizing Additive Distortion in Steganography Using Syndrome-Trellis Codes", 2011) what
// a set of patches means for later rows is told by the right-hand sides of the equations that still stand: at most 64
// bits. It is the dual of the dynamic programme over register states (arXiv 2105.01869): where seeds have much freedom
// left there are 2^40 register states without a mismatch, and here there is one candidate.
#pragma once

#include <cstdint>
#include <vector>

namespace fracbit::models {

class WindowElimination;

class PatchSearch {
public:
    /// Follows at most `beam` >= 1 candidates at a time.
    explicit PatchSearch(std::int64_t beam) : beam_(beam) {}

    /// A row that is new: equation `name`, the row plus the equations `combination`. Every candidate takes `wanted`,
    /// the bit that the row is to give; as far as the beam goes, its twin takes the other one and a patch at `element`.
    void take(std::uint64_t combination, int name, bool wanted, std::int64_t element);
    /// A row that follows from the equations `combination`: candidates in which it is wrong get a patch at `element`.
    void check(std::uint64_t combination, bool wanted, std::int64_t element);
    /// To be called before `window.advance()`. Of candidates that agree in all that is left, the cheapest stays.
    void advance(const WindowElimination& window);

    /// Elements of the cheapest candidate's patches, ascending.
    [[nodiscard]] std::vector<std::int64_t> patches() const;

private:
    /// Patches are kept as lists that share their beginnings.
    struct Patch {
        std::int64_t element;
        std::int64_t before; ///< index of the list's patch before this one, or none
    };
    static constexpr std::int64_t none = -1;

    struct Candidate {
        std::uint64_t sides;     ///< right-hand side of each equation
        std::int64_t last_patch; ///< index into patches_, or none
    };
    using Candidates = std::vector<Candidate>;

    void extend_all(std::uint64_t combination, std::uint64_t bit, bool wanted);
    void extend_with_popcnt(std::uint64_t combination, std::uint64_t bit, bool wanted);
    [[nodiscard]] std::int64_t patched(const Candidate& candidate, std::int64_t element);
    [[nodiscard]] bool first_time(std::uint64_t sides);
    void grow_seen(std::size_t candidates);
    void forget_dead_patches();

    std::int64_t beam_;
    std::vector<Candidates> levels_{{{0, none}}}; ///< [i]: candidates with i patches more than the fewest
    std::vector<std::int64_t> room_;              ///< of take(): how many candidates each level may have
    std::vector<Patch> patches_;
    std::size_t patches_bound_ = std::size_t{1} << 16; ///< size at which it is worth looking for dead ones

    /// Hash table of the right-hand sides seen in this slice; an entry is valid if its slice is.
    struct Seen {
        std::uint64_t sides = 0;
        std::uint64_t slice = 0;
    };
    std::vector<Seen> seen_;
    std::uint64_t slice_ = 0;
};

} // namespace fracbit::models
