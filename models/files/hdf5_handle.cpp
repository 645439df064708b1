#include "models/files/hdf5_handle.hpp"

#include <hdf5.h>

#include <type_traits>

namespace fracbit::models {

static_assert(std::is_same_v<hid_t, Hdf5Handle::Id> && std::is_same_v<herr_t, int>);

namespace {

herr_t keep_innermost(unsigned /*depth*/, const H5E_error2_t* entry, void* out) {
    auto& reason = *static_cast<std::string*>(out);
    if (reason.empty() && entry->desc != nullptr) reason = entry->desc;
    return 0;
}

} // namespace

void silence_hdf5() { H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr); }

std::string hdf5_reason() {
    std::string reason;
    H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, &keep_innermost, &reason);
    return reason.empty() ? "no reason given" : reason;
}

} // namespace fracbit::models
