// An HDF5 identifier that closes itself, and the library's error stack as one line of text. No hdf5.h here: identifiers
// are 64-bit integers in every HDF5 since 1.10.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

namespace fracbit::models {

class Hdf5Handle {
public:
    using Id = std::int64_t;
    using Closer = int (*)(Id);

    Hdf5Handle() = default;
    /// Takes over `id`; a negative one (what HDF5 returns on failure) is kept as "not valid".
    Hdf5Handle(Id id, Closer close) : id_(id), close_(close) {}
    ~Hdf5Handle() { reset(); }
    Hdf5Handle(Hdf5Handle&& other) noexcept : id_(std::exchange(other.id_, -1)), close_(other.close_) {}
    Hdf5Handle& operator=(Hdf5Handle&& other) noexcept {
        if (this != &other) {
            reset();
            id_ = std::exchange(other.id_, -1);
            close_ = other.close_;
        }
        return *this;
    }

    [[nodiscard]] bool valid() const { return id_ >= 0; }
    [[nodiscard]] Id id() const { return id_; }

private:
    void reset() {
        if (id_ >= 0) close_(std::exchange(id_, -1));
    }
    Id id_ = -1;
    Closer close_ = nullptr;
};

/// Keeps HDF5 from printing its errors; call before the first call of any operation (the setting is per thread).
void silence_hdf5();

/// What the library says went wrong in its last call, innermost reason first. Read it at once: the next call clears it.
std::string hdf5_reason();

} // namespace fracbit::models
