#include "models/results/operand_fetches.hpp"

#include <fmt/format.h>

namespace fracbit::models {
namespace {

bool is_weight_operand(StreamId stream) {
    return stream == StreamId::weights || stream == StreamId::scales || stream == StreamId::kv_cache;
}

std::string join(const std::vector<std::string>& reasons) {
    std::string text;
    for (const std::string& reason : reasons) text += (text.empty() ? "" : "; ") + reason;
    return text;
}

std::string why(StreamId stream, const LayerFacts& facts, std::int64_t images) {
    std::vector<std::string> reasons;
    if (is_weight_operand(stream)) {
        if (images > 1) reasons.push_back(fmt::format("{} images, one after the other", images));
        if (stream != StreamId::scales && !facts.weights_resident && facts.chunks > 1)
            reasons.push_back(fmt::format("decoded weights of a row group do not stay in the weight buffer: read for "
                                          "each of {} chunks",
                                          facts.chunks));
    }
    if (facts.layer.refetches > 1) reasons.push_back(fmt::format("the layer runs {} times", facts.layer.refetches));
    if (stream == StreamId::activations && !facts.input_resident && facts.row_groups * facts.chunks > 1)
        reasons.push_back(fmt::format("input does not fit the activation buffer: read for each of {} row groups and {} "
                                      "chunks, with halo rows",
                                      facts.row_groups, facts.chunks));
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
        if (bytes == 0 || distinct == 0) continue;
        OperandFetches fetches{stream, static_cast<double>(bytes) / static_cast<double>(distinct), ""};
        if (bytes > distinct) fetches.why = why(stream, facts, images);
        all.push_back(std::move(fetches));
    }
    return all;
}

} // namespace fracbit::models
