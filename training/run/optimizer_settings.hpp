// What an optimizer is told.
#pragma once

namespace fracbit::training {

enum class OptimizerKind {
    sgd, ///< v = momentum v + g; x -= rate v
    adam ///< Kingma and Ba, arXiv 1412.6980, with their constants 0.9, 0.999, 1e-8
};

struct OptimizerSettings {
    OptimizerKind kind = OptimizerKind::adam;
    double momentum = 0.9;   ///< sgd
    double weight_decay = 0; ///< times the weight, added to its gradient; not of scales, biases and norms
    friend bool operator==(const OptimizerSettings&, const OptimizerSettings&) = default;
};

} // namespace fracbit::training
