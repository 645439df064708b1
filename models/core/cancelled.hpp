// Work that takes long asks now and then whether its result is still wanted.
#pragma once

#include "models/core/error.hpp"

#include <functional>

namespace fracbit {

/// Thrown out of the midst of such work; nothing of it is left.
class Cancelled : public Error {
public:
    Cancelled() : Error("cancelled") {}
};

/// True once nobody wants the result any more. Asked from any thread, many times a second. May be empty.
using CancelCheck = std::function<bool()>;

inline void stop_if(const CancelCheck& cancelled) {
    if (cancelled && cancelled()) throw Cancelled();
}

} // namespace fracbit
