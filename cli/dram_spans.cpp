#include "cli/dram_spans.hpp"

#include <algorithm>

namespace fracbit::cli {

void DramSpans::block(const traces::BlockStretch& stretch) {
    auto& begin = layers_.at(static_cast<std::size_t>(stretch.layer)).begin;
    begin = begin ? std::min(*begin, stretch.begin) : stretch.begin;
}

void DramSpans::burst(const traces::BurstEvent& event) {
    auto& span = layers_.at(static_cast<std::size_t>(event.layer)).spans[static_cast<std::size_t>(event.stream)];
    if (!span) span = models::DramSpan{event.issue, event.finish};
    span->start = std::min(span->start, event.issue);
    span->stop = std::max(span->stop, event.finish);
}

void DramSpans::add_to(models::Report& report) const {
    for (std::size_t i = 0; i < layers_.size(); ++i) {
        const Cycles begin = layers_[i].begin.value_or(Cycles(0));
        for (std::size_t s = 0; s < layers_[i].spans.size(); ++s)
            if (const auto& span = layers_[i].spans[s])
                report.layers[i].spans[s] = models::DramSpan{span->start - begin, span->stop - begin};
    }
}

} // namespace fracbit::cli
