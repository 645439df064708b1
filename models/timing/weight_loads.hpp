// Weights of a step that find their path at rest, and what the channel loads beside them before the step's outputs:
// what happens then depends on their sizes and on the transfers in flight alone, so it is worked out once and moved in
// time.
#pragma once

#include "models/timing/decoder_pipe.hpp"
#include "models/timing/late_units.hpp"
#include "models/timing/links.hpp"
#include "models/timing/memory.hpp"
#include "models/timing/plain_path.hpp"
#include "models/timing/weight_buffer.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace fracbit::models::timing {

/// Remembers the loads of one machine.
class WeightLoads {
public:
    WeightLoads(Links& links, Memory& memory, DecoderPipe& pipe, WeightBuffer& buffer, PlainPath& path, LateUnits& late)
        : links_(links), memory_(memory), pipe_(pipe), buffer_(buffer), path_(path), late_(late) {}
    void clear() { known_.clear(); }
    /// Steps that were moved in time, ever.
    [[nodiscard]] std::int64_t copies() const { return copies_; }
    /// Where a step begins in `list`: if reader, decoder and decoded-weight buffer have nothing left to do, and all
    /// that the step loads finds space, goes on to where the step's outputs are next.
    template <class List>
    void advance(List& list) {
        begin_ = memory_.issued() + 1;
        if (!list.loads_weights_before_outputs() || list.loads() || !path_at_rest()) return;
        while (list.before_outputs()) memory_.fetch_more();
        if (list.owes_weights() || !loads_at_rest()) return;
        memory_.begin_loads(outputs_, begin_);
        pipe_.rest_until(begin_);
        buffer_.begin_units();
        if (!repeat_known()) work_out();
    }

private:
    struct Load {
        std::vector<std::int64_t> key;
        Memory::Loads memory;
        DecoderPipe::Words words;
        WeightBuffer::Units units;
    };
    bool path_at_rest();
    bool loads_at_rest();
    bool repeat_known();
    void work_out();

    Links& links_;
    Memory& memory_;
    DecoderPipe& pipe_;
    WeightBuffer& buffer_;
    PlainPath& path_;
    LateUnits& late_;
    std::int64_t begin_ = 0; ///< first cycle in which the step's first burst can issue
    std::int64_t held_ = 0;  ///< bits of the step's units in the decoded-weight buffer
    std::size_t outputs_ = 0;
    std::vector<std::int64_t> key_;
    Pool<Load> known_;
    std::int64_t copies_ = 0;
};

} // namespace fracbit::models::timing
