// A tensor that training changes, under the name that checkpoints know it by.
#pragma once

#include "training/layers/torch.hpp"

#include <string>

namespace fracbit::training {

struct Parameter {
    std::string name;
    at::Tensor value;
    bool decays = false; ///< weight decay applies: weights, but no scales, biases or norms
    double limit = 0;    ///< each step ends with values cut to -limit .. limit; 0: none
};

} // namespace fracbit::training
