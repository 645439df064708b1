// Whole units of weights without a decoder whose words come late, in one step (docs/timing.md, "Stretches in place of
// events").
#pragma once

#include "models/timing/decoder_pipe.hpp"
#include "models/timing/memory.hpp"
#include "models/timing/plain_path.hpp"
#include "models/timing/weight_buffer.hpp"

namespace fracbit::models::timing {

/// Where latency binds and each word is given before the next one comes, a word goes through reader, gearbox and buffer
/// in the cycles after its last burst arrived, and nothing of it holds up a burst: the channel alone decides when.
class LateUnits {
public:
    LateUnits(Links& links, Memory& memory, DecoderPipe& pipe, WeightBuffer& buffer, PlainPath& path)
        : links_(links), memory_(memory), pipe_(pipe), buffer_(buffer), path_(path) {}
    /// Where a layer begins. Whether its words can come late: they have no decoder, are whole bursts of which the
    /// reader holds enough, and latency binds.
    bool begin_layer();
    /// Units from here on, to the end of the channel's segment. True if there were any.
    bool advance();

private:
    [[nodiscard]] bool burst_can_follow() const;

    Links& links_;
    Memory& memory_;
    DecoderPipe& pipe_;
    WeightBuffer& buffer_;
    PlainPath& path_;
    std::int64_t word_ = 1, bursts_ = 1; ///< bits and bursts of a word
};

} // namespace fracbit::models::timing
