package io.stravaai.test.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A contract is worth what it catches. */
class BrokenStoresTest {

    @Test
    void activities_checkThenAct_isCaught() {
        assertThat(ContractRun.failures(BrokenActivityStores.ChecksThenActs.class))
                .contains("commit_manyThreadsOneVersion_exactlyOneWins");
    }

    @Test
    void activities_versionIgnored_isCaught() {
        assertThat(ContractRun.failures(BrokenActivityStores.IgnoresTheVersion.class))
                .contains(
                        "commit_afterAPurge_beginsAnew",
                        "commit_firstThoughThereIsAState_changesNothing",
                        "commit_fromBeforeAPurge_changesNothingOfWhatCameAfter",
                        "commit_ofTheFirstState_takesAnyVersion",
                        "commit_olderAfterNewer_changesNothing",
                        "commit_sentAgain_isAConflictAndChangesNothing",
                        "commit_staleVersion_changesNothing",
                        "commit_versionAhead_changesNothing");
    }

    @Test
    void activities_slowerWriterWins_isCaught() {
        assertThat(ContractRun.failures(BrokenActivityStores.LetsTheSlowWin.class))
                .contains(
                        "commit_fromBeforeAPurge_changesNothingOfWhatCameAfter",
                        "commit_olderAfterNewer_changesNothing",
                        "commit_sentAgain_isAConflictAndChangesNothing",
                        "commit_staleVersion_changesNothing");
    }

    @Test
    void activities_sameCommitAcceptedTwice_isCaught() {
        assertThat(ContractRun.failures(BrokenActivityStores.AcceptsTheSameTwice.class))
                .contains(
                        "commit_firstThoughThereIsAState_changesNothing",
                        "commit_ofTheFirstState_takesAnyVersion",
                        "commit_sentAgain_isAConflictAndChangesNothing");
    }

    @Test
    void activities_conflictWithItself_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenActivityStores.ConflictsWithItself.class))
                .containsExactly("commit_whoseAnswerIsLost_isThereWholeOrNotAtAll");
    }

    @Test
    void activities_halfACommitLeft_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenActivityStores.LeavesHalfACommit.class))
                .containsExactly("commit_whoseAnswerIsLost_isThereWholeOrNotAtAll");
    }

    @Test
    void activities_commitInSteps_isCaught() {
        assertThat(ContractRun.failures(BrokenActivityStores.CommitsInSteps.class))
                .contains("commit_whileOthersRead_isSeenWholeOrNotAtAll");
    }

    @Test
    void activities_twoLooks_isCaught() {
        assertThat(ContractRun.failures(BrokenActivityStores.LooksTwice.class))
                .contains("commit_whileOthersRead_isSeenWholeOrNotAtAll");
    }

    @Test
    void activities_stateRemembered_isCaught() {
        assertThat(ContractRun.failures(BrokenActivityStores.RemembersItsState.class))
                .contains("commit_olderAfterNewer_changesNothing", "secondInstance_seesAndGuardsTheSameData");
    }

    @Test
    void activities_rowSkippedThatLooksTheSame_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenActivityStores.SkipsWhatLooksTheSame.class))
                .containsExactly(
                        "commit_sameContentAgain_replacesTheRest", "list_walkedWhileRowsChange_losesAndRepeatsNoOther");
    }

    @Test
    void activities_batchCut_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenActivityStores.CutsBatches.class))
                .containsExactly("commit_ofManyRows_insertsAndReplaces");
    }

    @Test
    void activities_tiesLost_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenActivityStores.LosesTies.class))
                .containsExactly(
                        "deletedRow_isFoundButNotListed",
                        "list_afterAnActivityThatIsNotStored_beginsBehindItsPlace",
                        "list_onlyOneActivity_leavesOutTheOthers",
                        "list_pageByPage_keepsTheOrderThroughTiesAndMissingStarts",
                        "list_pageByPage_passesOverDeletedRows",
                        "list_walkedWhileRowsChange_losesAndRepeatsNoOther");
    }

    @Test
    void activities_rowsCounted_isCaught() {
        assertThat(ContractRun.failures(BrokenActivityStores.SkipsByCounting.class))
                .contains("deletedRow_isFoundButNotListed", "list_walkedWhileRowsChange_losesAndRepeatsNoOther");
    }

    @Test
    void activities_deletionHidden_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenActivityStores.HidesDeletions.class))
                .containsExactly("deletedRow_isFoundButNotListed");
    }

    @Test
    void activities_spanCutShort_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenActivityStores.CutsTheSpan.class))
                .containsExactly(
                        "commit_sameContentAgain_replacesTheRest",
                        "deletedRow_isFoundButNotListed",
                        "known_spanAsked_answersBothEndsAndEachOnce");
    }

    @Test
    void activities_negativeLimitTaken_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenActivityStores.TakesANegativeLimit.class))
                .containsExactly("due_limit_isKept");
    }

    @Test
    void activities_purgeThatLeavesSomething_isCaught() {
        assertThat(ContractRun.failures(BrokenActivityStores.PurgesHalf.class))
                .contains(
                        "commit_afterAPurge_beginsAnew",
                        "commit_fromBeforeAPurge_changesNothingOfWhatCameAfter",
                        "purge_leavesNothingAndIsIdempotent",
                        "texts_ofAnyKind_areOnlyData");
    }

    @Test
    void activities_purgeInTheWrongOrder_isCaught() {
        assertThat(ContractRun.failures(BrokenActivityStores.PurgesRowsBeforeTheState.class))
                .contains("purge_whileOthersCommit_leavesNothing");
    }

    @Test
    void activities_changedJson_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenActivityStores.ReformatsJson.class))
                .containsExactly("rawJson_comesBackByteForByte");
    }

    @Test
    void activities_largeRowCut_isCaught() {
        assertThat(ContractRun.failuresOfAll(BrokenActivityStores.CutsLargeRows.class))
                .containsExactly("quarantine_of32Megabytes_comesBack", "rawJson_of32Megabytes_comesBack");
    }

    @Test
    void activities_textObeyed_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenActivityStores.ObeysTexts.class))
                .containsExactly("texts_ofAnyKind_areOnlyData");
    }

    @Test
    void activities_textTrimmed_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenActivityStores.TrimsTexts.class))
                .containsExactly("texts_ofAnyKind_areOnlyData");
    }

    @Test
    void activities_noTextChanged_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenActivityStores.ReplacesWhatIsNoText.class))
                .containsExactly("rawJson_thatIsNotText_comesBackOrIsRefusedWhole");
    }

    @Test
    void activities_microsecondsLost_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenActivityStores.KeepsMilliseconds.class))
                .containsExactly(
                        "dates_beyondTheYears1To9999_doNotHinderTheCommit",
                        "dates_farAway_comeBack",
                        "dates_finerThanAMicrosecond_comeBackToTheMicrosecond");
    }

    @Test
    void activities_timeRoundedUp_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenActivityStores.RoundsUp.class))
                .containsExactly(
                        "dates_beyondTheYears1To9999_doNotHinderTheCommit",
                        "dates_finerThanAMicrosecond_comeBackToTheMicrosecond");
    }

    @Test
    void activities_farDateRefused_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenActivityStores.RefusesFarDates.class))
                .containsExactly("dates_beyondTheYears1To9999_doNotHinderTheCommit");
    }

    @Test
    void activities_durationOverflown_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenActivityStores.OverflowsDurations.class))
                .containsExactly("numbers_beyondAllSense_doNotHinderTheCommit");
    }

    @Test
    void activities_silenceInTrouble_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenActivityStores.IsSilentInTrouble.class))
                .containsExactly("trouble_isThrownAndNotAnsweredAsEmpty");
    }

    @Test
    void activities_goneAfterARestart_isCaught() {
        assertThat(ContractRun.failures(BrokenActivityStores.IsEmptyAfterARestart.class))
                .contains("row_everyField_comesBack", "store_openedAgain_goesOnWithWhatWasThere");
    }

    @Test
    void activities_partOfTheStateLostInARestart_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenActivityStores.ForgetsScopesInARestart.class))
                .containsExactly("commit_nextVersions_moveTheState", "texts_ofAnyKind_areOnlyData");
    }

    @Test
    void activities_partOfARowLostInARestart_isCaught() {
        assertThat(ContractRun.failures(BrokenActivityStores.ForgetsMovingTimesInARestart.class))
                .contains("row_everyField_comesBack", "store_openedAgain_goesOnWithWhatWasThere");
    }

    @Test
    void activities_partOfTheQuarantineLostInARestart_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenActivityStores.ForgetsRetriesInARestart.class))
                .containsExactly(
                        "quarantine_theSameBytesAgain_replacesTheEntry", "store_openedAgain_goesOnWithWhatWasThere");
    }

    @Test
    void activities_coverageCut_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenActivityStores.CutsTheCoverage.class))
                .containsExactly("state_ofAThousandIntervals_comesBack");
    }

    @Test
    void activities_moreThanTheOneListed_isCaught() {
        assertThat(ContractRun.failures(BrokenActivityStores.ListsMoreThanTheOne.class))
                .contains("list_onlyOneActivity_leavesOutTheOthers");
    }

    @Test
    void activities_dueWithoutAnInstant_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenActivityStores.StaysDue.class))
                .containsExactly("due_stateThatNamesNoInstantAnyMore_isNotDue");
    }

    @Test
    void activities_lossThrown_isCaught() {
        assertThat(ContractRun.failures(BrokenActivityStores.ThrowsWhenItLoses.class))
                .contains("commit_manyThreadsOneVersion_exactlyOneWins");
    }

    @Test
    void activities_microsecondsOfAnyTimeKept_isAllowed() {
        assertThat(ContractRun.certainFailures(AllowedStores.MicrosecondsOfActivities.class))
                .isEmpty();
    }

    @Test
    void resources_checkThenAct_isCaught() {
        assertThat(ContractRun.failures(BrokenResourceStores.ChecksThenActs.class))
                .contains("replace_manyThreadsOneVersion_exactlyOneWins");
    }

    @Test
    void resources_versionIgnored_isCaught() {
        assertThat(ContractRun.failures(BrokenResourceStores.IgnoresTheVersion.class))
                .contains(
                        "replace_fromBeforeAPurge_bringsNothingBack",
                        "replace_otherVersion_changesNothing",
                        "replace_sentAgain_changesNothing");
    }

    @Test
    void resources_versionUsedAgain_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenResourceStores.CountsVersionsInTheRow.class))
                .containsExactly("replace_fromBeforeAPurge_bringsNothingBack");
    }

    @Test
    void resources_sameWriteAcceptedTwice_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenResourceStores.AcceptsTheSameTwice.class))
                .containsExactly("replace_sentAgain_changesNothing");
    }

    @Test
    void resources_conflictWithItself_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenResourceStores.ConflictsWithItself.class))
                .containsExactly("writes_whoseAnswersAreLost_areThereWholeOrNotAtAll");
    }

    @Test
    void resources_queuedLeftAlone_isCaught() {
        assertThat(ContractRun.failures(BrokenResourceStores.LeavesTheQueuedAlone.class))
                .contains("dates_farAway_comeBack", "enqueue_anyStatus_isQueuedAnew");
    }

    @Test
    void resources_jsonDropped_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenResourceStores.DropsTheJson.class))
                .containsExactly(
                        "dates_farAway_comeBack",
                        "enqueue_whatIsDone_queuesItAnewAndKeepsTheJson",
                        "replace_withoutJson_keepsWhatIsStored",
                        "texts_ofAnyKind_areOnlyData");
    }

    @Test
    void resources_queuedInSteps_isCaught() {
        assertThat(ContractRun.failures(BrokenResourceStores.QueuesInSteps.class))
                .contains("enqueue_whileOthersRead_isSeenWholeOrNotAtAll");
    }

    @Test
    void resources_batchCut_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenResourceStores.CutsBatches.class))
                .containsExactly("enqueue_ofManyRows_storesThemAndNoOtherAthletes");
    }

    @Test
    void resources_otherAthletesForgotten_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenResourceStores.TakesOneAthlete.class))
                .containsExactly("enqueue_ofSeveralAthletes_givesEachItsRow", "texts_ofAnyKind_areOnlyData");
    }

    @Test
    void resources_questionCut_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenResourceStores.AsksForAThousand.class))
                .containsExactly("missing_ofAHundredThousand_answersAllButThoseStored");
    }

    @Test
    void resources_oldestFirst_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenResourceStores.OldestFirst.class))
                .containsExactly("due_isNewestFirstWithTiesByIdAndResource");
    }

    @Test
    void resources_upgradeMissed_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenResourceStores.MissesTheUpgrade.class))
                .containsExactly("due_afterAnUpgrade_bringsFailuresOfOtherVersions", "texts_ofAnyKind_areOnlyData");
    }

    @Test
    void resources_versionsFolded_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenResourceStores.FoldsVersions.class))
                .containsExactly("due_afterAnUpgrade_bringsFailuresOfOtherVersions");
    }

    @Test
    void resources_purgedRowBroughtBack_isCaught() {
        assertThat(ContractRun.failures(BrokenResourceStores.BringsBackWhatIsPurged.class))
                .contains("purge_whileOthersReplace_leavesNothing");
    }

    @Test
    void resources_largeRowCut_isCaught() {
        assertThat(ContractRun.failuresOfAll(BrokenResourceStores.CutsLargeRows.class))
                .containsExactly("rawJson_of32Megabytes_comesBack");
    }

    @Test
    void resources_textTrimmed_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenResourceStores.TrimsTexts.class))
                .containsExactly("texts_ofAnyKind_areOnlyData");
    }

    @Test
    void resources_noTextChanged_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenResourceStores.ReplacesWhatIsNoText.class))
                .containsExactly("rawJson_thatIsNotText_comesBackOrIsRefusedWhole");
    }

    @Test
    void resources_labelRefused_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenResourceStores.RefusesLabels.class))
                .containsExactly("texts_thatAreNone_doNotHinderTheWrite");
    }

    @Test
    void resources_microsecondsLost_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenResourceStores.KeepsMilliseconds.class))
                .containsExactly("dates_farAway_comeBack");
    }

    @Test
    void resources_silenceInTrouble_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenResourceStores.IsSilentInTrouble.class))
                .containsExactly("trouble_isThrownAndNotAnsweredAsEmpty");
    }

    @Test
    void resources_goneAfterARestart_isCaught() {
        assertThat(ContractRun.failures(BrokenResourceStores.IsEmptyAfterARestart.class))
                .contains("replace_everyPart_comesBack", "store_openedAgain_goesOnWithWhatWasThere");
    }

    @Test
    void resources_zeroesCounted_isAllowed() {
        assertThat(ContractRun.failures(AllowedStores.CountsOfZero.class)).isEmpty();
    }

    @Test
    void tokens_checkThenAct_isCaught() {
        assertThat(ContractRun.failures(BrokenTokenStores.ChecksThenActs.class))
                .contains("claim_manyThreadsOneVersion_exactlyOneWins", "replace_manyThreadsOneVersion_exactlyOneWins");
    }

    @Test
    void tokens_versionIgnored_isCaught() {
        assertThat(ContractRun.failures(BrokenTokenStores.IgnoresTheVersion.class))
                .contains(
                        "claim_otherVersion_changesNothing",
                        "put_overAClaim_removesItAndItsVersion",
                        "replace_afterDeleteAndNewConsent_doesNotOverwriteIt",
                        "replace_otherVersion_changesNothing",
                        "writes_sentAgain_changeNothing");
    }

    @Test
    void tokens_versionUsedAgain_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenTokenStores.ReusesVersions.class))
                .containsExactly(
                        "replace_afterDeleteAndNewConsent_doesNotOverwriteIt",
                        "replace_ofVersion0_storesOnlyWhereNothingIs",
                        "version_afterADelete_isNotUsedAgain");
    }

    @Test
    void tokens_versionUsedByTwoProcesses_isCaught() {
        assertThat(ContractRun.failures(BrokenTokenStores.CountsVersionsInTheProcess.class))
                .contains("secondInstance_seesAndGuardsTheSameGrant", "version_afterADelete_isNotUsedAgain");
    }

    @Test
    void tokens_sameWriteAcceptedTwice_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenTokenStores.AcceptsTheSameTwice.class))
                .containsExactly("writes_sentAgain_changeNothing");
    }

    @Test
    void tokens_conflictWithItself_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenTokenStores.ConflictsWithItself.class))
                .containsExactly("writes_whoseAnswersAreLost_areThereWholeOrNotAtAll");
    }

    @Test
    void tokens_deletedGrantBroughtBack_isCaught() {
        assertThat(ContractRun.failures(BrokenTokenStores.BringsBackWhatIsDeleted.class))
                .contains("delete_whileOthersReplace_leavesNothing");
    }

    @Test
    void tokens_anyVersionDeleted_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenTokenStores.DeletesAnyVersion.class))
                .containsExactly(
                        "delete_ofAnEarlierVersion_changesNothing", "grants_underANegativeId_areKeptLikeAnyOther");
    }

    @Test
    void tokens_claimForgotten_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenTokenStores.ForgetsTheClaim.class))
                .containsExactly("replace_withAClaim_storesIt");
    }

    @Test
    void tokens_claimKept_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenTokenStores.KeepsTheClaim.class))
                .containsExactly("put_overAClaim_removesItAndItsVersion");
    }

    @Test
    void tokens_athletesCounted_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenTokenStores.SkipsByCounting.class))
                .containsExactly("athletes_walkedWhileGrantsComeAndGo_losesAndRepeatsNoOther");
    }

    @Test
    void tokens_negativeLimitTaken_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenTokenStores.TakesANegativeLimit.class))
                .containsExactly("athletes_limit_isKept");
    }

    @Test
    void tokens_textTrimmed_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenTokenStores.TrimsTexts.class))
                .containsExactly("texts_ofAnyKind_areOnlyData");
    }

    @Test
    void tokens_noTextChanged_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenTokenStores.ReplacesWhatIsNoText.class))
                .containsExactly("texts_thatAreNone_comeBackOrAreRefusedWhole");
    }

    @Test
    void tokens_microsecondsLost_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenTokenStores.KeepsMilliseconds.class))
                .containsExactly("dates_farAway_comeBack", "dates_finerOrBeyond_areAnsweredAsTheyAreFoundAfterwards");
    }

    @Test
    void tokens_otherAnswerThanStored_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenTokenStores.AnswersWhatItWasGiven.class))
                .containsExactly("dates_finerOrBeyond_areAnsweredAsTheyAreFoundAfterwards");
    }

    @Test
    void tokens_silenceInTrouble_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenTokenStores.IsSilentInTrouble.class))
                .containsExactly("trouble_isThrownAndNotAnsweredAsEmpty");
    }

    @Test
    void tokens_goneAfterARestart_isCaught() {
        assertThat(ContractRun.failures(BrokenTokenStores.IsEmptyAfterARestart.class))
                .contains("put_everyKindOfGrant_comesBack", "store_openedAgain_goesOnWithWhatWasThere");
    }

    @Test
    void tokens_versionsCountedFromTheRestart_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenTokenStores.CountsVersionsFromTheRestart.class))
                .containsExactly("store_openedAgain_goesOnWithWhatWasThere");
    }

    @Test
    void tokens_placeholdersDiscarded_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenTokenStores.DiscardsPlaceholders.class))
                .containsExactly("grants_underANegativeId_areKeptLikeAnyOther");
    }

    @Test
    void tokens_longOwnerRefused_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenTokenStores.RefusesLongOwners.class))
                .containsExactly("claim_ofALongOwner_comesBack");
    }

    @Test
    void quota_checkThenAct_isCaught() {
        assertThat(ContractRun.failures(BrokenLedgers.ChecksThenActs.class))
                .contains("replace_manyThreadsOneVersion_exactlyOneWins");
    }

    @Test
    void quota_versionIgnored_isCaught() {
        assertThat(ContractRun.failures(BrokenLedgers.IgnoresTheVersion.class))
                .contains(
                        "replace_noRowThoughOneExpected_createsNone",
                        "replace_otherVersion_changesNothing",
                        "replace_rowThoughNoneExpected_changesNothing",
                        "replace_sentAgain_changesNothing");
    }

    @Test
    void quota_sameWriteAcceptedTwice_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenLedgers.AcceptsTheSameTwice.class))
                .containsExactly("replace_sentAgain_changesNothing");
    }

    @Test
    void quota_conflictWithItself_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenLedgers.ConflictsWithItself.class))
                .containsExactly("replace_whoseAnswerIsLost_isThereOrNot");
    }

    @Test
    void quota_partOfTheStateLost_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenLedgers.DropsTheBlock.class))
                .containsExactly("dates_farAway_comeBack", "replace_everyPartOfTheState_comesBack");
    }

    @Test
    void quota_clientsFolded_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenLedgers.FoldsClients.class))
                .containsExactly("clientIds_ofAnyKind_haveRowsOfTheirOwn");
    }

    @Test
    void quota_clientCutAtNul_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenLedgers.EndsTextsAtNul.class))
                .containsExactly("clientIds_thatAreNoText_areKeptOrRefused");
    }

    @Test
    void quota_microsecondsLost_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenLedgers.KeepsMilliseconds.class))
                .containsExactly("dates_farAway_comeBack");
    }

    @Test
    void quota_silenceInTrouble_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenLedgers.IsSilentInTrouble.class))
                .containsExactly("trouble_isThrownAndNotAnsweredAsEmpty");
    }

    @Test
    void history_tiesLost_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenHistories.LosesTies.class))
                .containsExactly(
                        "list_pageByPage_keepsTheOrderThroughTies",
                        "list_walkedWhileSyncsComeAndGo_losesAndRepeatsNoOther");
    }

    @Test
    void history_syncsCounted_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenHistories.SkipsByCounting.class))
                .containsExactly("list_walkedWhileSyncsComeAndGo_losesAndRepeatsNoOther");
    }

    @Test
    void history_repetitionCounted_isCaught() {
        assertThat(ContractRun.failures(BrokenHistories.CountsRepetitions.class))
                .contains(
                        "record_again_changesNothing",
                        "record_startFinerThanAMicrosecond_isKeptOnceAndReadOnFrom",
                        "texts_ofAnyKind_areOnlyData");
    }

    @Test
    void history_recordOverwritten_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenHistories.Overwrites.class))
                .containsExactly("record_again_changesNothing");
    }

    @Test
    void history_tooMuchPruned_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenHistories.PrunesTooMuch.class))
                .containsExactly("dates_farAway_comeBack", "prune_removesWhatBeganBeforeOfAllAthletes");
    }

    @Test
    void history_partOfASyncLost_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenHistories.DropsAPart.class))
                .containsExactly("dates_farAway_comeBack", "record_everyPart_comesBack");
    }

    @Test
    void history_textTrimmed_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenHistories.TrimsTexts.class))
                .containsExactly("texts_ofAnyKind_areOnlyData");
    }

    @Test
    void history_farDateRefused_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenHistories.RefusesFarDates.class))
                .containsExactly("dates_farAway_comeBack");
    }

    @Test
    void history_timeComparedFinerThanKept_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenHistories.ComparesWhatItWasGiven.class))
                .containsExactly("record_startFinerThanAMicrosecond_isKeptOnceAndReadOnFrom");
    }

    @Test
    void history_silenceInTrouble_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenHistories.IsSilentInTrouble.class))
                .containsExactly("trouble_isThrownAndNotAnsweredAsEmpty");
    }

    @Test
    void history_goneAfterARestart_isCaught() {
        assertThat(ContractRun.certainFailures(BrokenHistories.IsEmptyAfterARestart.class))
                .containsExactly(
                        "dates_farAway_comeBack",
                        "history_openedAgain_goesOnWithWhatWasThere",
                        "record_everyPart_comesBack",
                        "texts_ofAnyKind_areOnlyData");
    }
}
