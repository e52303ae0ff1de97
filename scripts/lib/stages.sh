# The stages of a command: which of how many, what each waits for, and its seconds beside its budget. Sourced, not run.
#
# stages FILE COLD-OR-WARM, then `stage NAME` before each and `stages_end` after the last. FILE has a line a stage:
# name | seconds cold | seconds warm | what it does.

stages() {
    stages_file=$1 stages_kind=$2 stage_number=0 stage_name='' stages_begun=$SECONDS
    stages_told=$(mktemp)
    stages_count=$(grep -c '^[a-z]' "$stages_file")
}

stage() {
    local line
    stage_close
    line=$(grep "^$1 " "$stages_file") || { echo "$1 no está en $stages_file" >&2; exit 1; }
    IFS='|' read -r _ stage_cold stage_warm stage_what <<<"$line"
    stage_name=$1 stage_number=$((stage_number + 1)) stage_begun=$SECONDS
    [ "$stages_kind" = cold ] && stage_budget=$((stage_cold)) || stage_budget=$((stage_warm))
    printf '\n==> [%d/%d] %s:%s (hasta %d s)\n' "$stage_number" "$stages_count" "$1" "${stage_what%"${stage_what##*[![:space:]]}"}" "$stage_budget"
}

stage_close() {
    local seconds over=''
    [ -n "$stage_name" ] || return 0
    seconds=$((SECONDS - stage_begun))
    [ "$seconds" -le "$stage_budget" ] || over='  <- por encima'
    printf '%-12s %5d s de %5d s%s\n' "$stage_name" "$seconds" "$stage_budget" "$over" | tee -a "$stages_told"
    stage_name=''
}

stages_end() {
    stage_close
    printf '\nEtapas (%s):\n' "$([ "$stages_kind" = cold ] && echo 'en frío' || echo 'con lo construido antes')"
    cat "$stages_told"
    printf '%-12s %5d s\n' total $((SECONDS - stages_begun))
    printf '\nLas cinco etapas más lentas:\n'
    sort -k 2 -rn "$stages_told" | head -n 5
    rm -f "$stages_told"
}
