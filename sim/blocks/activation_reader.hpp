// The activation stream reader: puts arrived bursts of the input and of the residual into the activation buffer.
//
// Timing. One burst a cycle, from its arrival on; its bytes can be used from the next cycle. Space was reserved when the
// burst was issued, so it never waits for room. The array and the scaler give the space back.
#pragma once

#include "sim/channels/links.hpp"
#include "sim/kernel/block.hpp"

namespace fracbit::sim {

class ActivationReader final : public Block {
public:
    ActivationReader(const sc_core::sc_module_name& name, const models::ActivationConfig& config, TickClock& clock,
                     ActivationStore& store);

    [[nodiscard]] std::string waiting_for() const override;
    [[nodiscard]] bool finished() const override { return bytes_loaded_ == bytes_owed_; }

private:
    void reset() override;
    BlockState step(Cycles now) override;

    models::ActivationConfig config_;
    ActivationStore& store_;
    std::int64_t bytes_owed_ = 0, bytes_loaded_ = 0;
};

} // namespace fracbit::sim
