// The texts that a space is made of: from the disk, or as they were kept. What was asked for is noted.
#pragma once

#include "explorer/space/problems.hpp"
#include "explorer/space/space_file.hpp"

#include <optional>
#include <string>

namespace fracbit::explorer {

class SpaceTexts {
public:
    /// Files lie where names say, seen from the folder of `path`.
    static SpaceTexts on_disk(const std::string& path);
    /// No file but these.
    static SpaceTexts kept(SpaceFiles files);

    /// The space file itself.
    std::string own(const std::string& name);
    struct Text {
        std::string text;
        std::string shown; ///< name for messages
    };
    /// A file that the space names. Throws MissingFileError that says where it is named.
    Text file(const PlacedText& name, const std::string& key, const Problems& space);
    /// A text that is part of the program, unless another one was kept.
    std::string shipped(const std::string& name, const std::string& text);
    [[nodiscard]] const SpaceFiles& used() const { return used_; }

private:
    std::string folder_;
    std::optional<SpaceFiles> kept_;
    SpaceFiles used_;
};

} // namespace fracbit::explorer
