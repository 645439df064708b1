#include "tests/models/sequential/plane_by_definition.hpp"

#include <bit>
#include <stdexcept>

namespace fracbit::models::testing {

std::vector<std::int64_t> patched_by_definition(const StoredPlane& plane, std::int64_t run) {
    const auto& stream = plane.patches;
    if (stream.format != PatchFormat::gaps) throw std::logic_error("these planes have gaps");
    const std::uint64_t pass = (std::uint64_t{1} << stream.gap_bits) - 1;
    std::vector<std::int64_t> patched;
    std::int64_t passed = 0;
    const auto end = stream.runs.at(static_cast<std::size_t>(run) + 1).locations;
    for (auto at = stream.runs.at(static_cast<std::size_t>(run)).locations; at < end; at += stream.gap_bits) {
        const auto entry = stream.locations.extract(at, stream.gap_bits);
        if (entry == pass) {
            passed += static_cast<std::int64_t>(pass);
        } else {
            passed += static_cast<std::int64_t>(entry);
            patched.push_back(passed++);
        }
    }
    return patched;
}

BitVector decode_by_definition(const StoredPlane& plane, const std::vector<std::int64_t>& run_lengths) {
    const auto& network = *plane.network;
    std::int64_t elements = 0;
    for (const auto length : run_lengths) elements += length;
    BitVector decoded(elements);
    std::int64_t read = 0, first = 0;
    const auto seed = [&] {
        const auto bits = plane.bits.extract(read, plane.seed_bits());
        read += plane.seed_bits();
        return bits;
    };
    for (std::size_t run = 0; run < run_lengths.size(); ++run) {
        std::vector<std::uint64_t> seeds; // x_(-N_s), ..., x_s
        seeds.reserve(static_cast<std::size_t>(plane.registers));
        for (int i = 0; i < plane.registers; ++i) seeds.push_back(seed());
        for (std::int64_t element = 0; element < run_lengths[run]; ++element) {
            const auto row = static_cast<int>(element % network.n_out());
            if (row == 0) seeds.push_back(seed());
            std::uint64_t inputs = 0;
            for (int age = 0; age <= plane.registers; ++age)
                inputs |= seeds.at(seeds.size() - 1 - static_cast<std::size_t>(age)) << (age * plane.seed_bits());
            decoded.set(first + element, std::popcount(network.row(row) & inputs) % 2 == 1);
        }
        for (const auto element : patched_by_definition(plane, static_cast<std::int64_t>(run)))
            decoded.set(first + element, !decoded.get(first + element));
        first += run_lengths[run];
    }
    if (read != plane.bits.size()) throw std::logic_error("seeds are left over");
    return decoded;
}

} // namespace fracbit::models::testing
