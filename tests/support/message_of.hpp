// The text of the error that a call throws: `CHECK(message_of<FormatError>([&] { read(path); }) == "...")`.
#pragma once

#include <string>

namespace fracbit::tests {

/// The message if `call` throws a `Failure`; "(nothing was thrown)" if it throws nothing. Other exceptions pass
/// through.
template <class Failure, class Call>
std::string message_of(const Call& call) {
    try {
        call();
    } catch (const Failure& failure) {
        return failure.what();
    }
    return "(nothing was thrown)";
}

} // namespace fracbit::tests
