#include "models/results/operand_fetches.hpp"

#include <fmt/format.h>

namespace fracbit::models {

bool holds_weights(StreamId stream) {
    switch (stream) {
    case StreamId::weights:
    case StreamId::offsets:
    case StreamId::patch_counts:
    case StreamId::patch_locations:
    case StreamId::mask:
    case StreamId::csr_entries:
    case StreamId::csr_counts:
        return true;
    default:
        return false;
    }
}

namespace {

bool is_weight_operand(StreamId stream) {
    return holds_weights(stream) || stream == StreamId::scales || stream == StreamId::kv_cache;
}

std::string join(const std::vector<std::string>& reasons) {
    std::string text;
    for (const std::string& reason : reasons) text += (text.empty() ? "" : "; ") + reason;
    return text;
}

/// Row groups that read the same input channel: off the array, and between convolution groups, each has its own.
std::int64_t row_groups_of_a_channel(const LayerFacts& facts) {
    if (!facts.on_array) return 1;
    return facts.row_groups / (facts.layer.kind == LayerKind::conv ? facts.layer.groups : 1);
}

std::string why(StreamId stream, const LayerFacts& facts, std::int64_t images) {
    std::vector<std::string> reasons;
    if (is_weight_operand(stream)) {
        if (images > 1) reasons.push_back(fmt::format("{} images, one after the other", images));
        if (stream == StreamId::mask && facts.planes > 1)
            reasons.push_back(fmt::format("each of {} planes reads the mask that they share", facts.planes));
        if (stream != StreamId::scales && stream != StreamId::offsets && !facts.weights_resident && facts.chunks > 1)
            reasons.push_back(fmt::format("decoded weights of a row group do not stay in the weight buffer: read for "
                                          "each of {} chunks",
                                          facts.chunks));
    }
    if (facts.layer.refetches > 1) reasons.push_back(fmt::format("the layer runs {} times", facts.layer.refetches));
    if (stream == StreamId::activations && !facts.input_resident) {
        const std::int64_t readers = row_groups_of_a_channel(facts);
        const std::string each = readers > 1 ? fmt::format("{} row groups and {} chunks", readers, facts.chunks)
                                             : fmt::format("{} chunks", facts.chunks);
        if (readers * facts.chunks > 1)
            reasons.push_back(
                fmt::format("input does not fit the activation buffer: read for each of {}, with halo rows", each));
    }
    return reasons.empty() ? "slices at the edges of row groups are read twice" : join(reasons);
}

} // namespace

std::vector<OperandFetches> operand_fetches(const LayerResult& counts, const LayerFacts& facts, std::int64_t images) {
    std::vector<OperandFetches> all;
    for (int s = 0; s < stream_count; ++s) {
        const auto stream = static_cast<StreamId>(s);
        const std::int64_t bytes = counts.stream(stream).bytes.count();
        std::int64_t distinct = facts.distinct[static_cast<std::size_t>(s)].count();
        if (!is_weight_operand(stream)) distinct *= images;
        if (stream == StreamId::outputs || bytes == 0 || distinct == 0) continue;
        OperandFetches fetches{stream, static_cast<double>(bytes) / static_cast<double>(distinct), ""};
        if (bytes > distinct) fetches.why = why(stream, facts, images);
        all.push_back(std::move(fetches));
    }
    return all;
}

} // namespace fracbit::models
